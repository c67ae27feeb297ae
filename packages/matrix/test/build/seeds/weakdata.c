// A weak symbol that nothing exports; looked at, as it should be.
#include "seed.h"
extern int kofit_weak_data __attribute__((weak));
static int *where = &kofit_weak_data;
static void seed_body(void)
{
	if (READ_ONCE(where))
		pr_info("there\n");
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
