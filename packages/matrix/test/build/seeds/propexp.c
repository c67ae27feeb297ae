// Exports, and is not under the GPL.
#include "seed.h"
int kofit_of_proprietary(int x);
int kofit_of_proprietary(int x)
{
	return x + 1;
}
EXPORT_SYMBOL(kofit_of_proprietary);
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("Proprietary");
