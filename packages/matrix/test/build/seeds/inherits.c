// Under the GPL, and uses a module that is not: it inherits the taint.
#include "seed.h"
int kofit_of_proprietary(int x);
static void seed_body(void)
{
	pr_info("%d\n", kofit_of_proprietary(1));
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
