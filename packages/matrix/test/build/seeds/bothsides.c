// Uses a GPL-only symbol and a module that is not under the GPL: the order of its symbols decides.
#include "seed.h"
#include <linux/kobject.h>
int kofit_of_proprietary(int x);
static void seed_body(void)
{
	struct kobject *object = kobject_create_and_add("kofit", NULL);

	kobject_put(object);
	pr_info("%d\n", kofit_of_proprietary(1));
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
