// Uses symbols that only modules under the GPL may.
#include "seed.h"
#include <linux/kobject.h>
#include <linux/ktime.h>
static void seed_body(void)
{
	struct kobject *object = kobject_create_and_add("kofit", NULL);

	kobject_put(object);
	if (ktime_get_seconds() < 0)
		pr_info("before 1970\n");
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
