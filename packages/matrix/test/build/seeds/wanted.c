// Uses what offers.c exports to modules that it names.
#include "seed.h"
int kofit_for_modules(int x);
static void seed_body(void)
{
	pr_info("%d\n", kofit_for_modules(1));
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
