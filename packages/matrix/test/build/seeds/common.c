// Built with -fcommon.
#include "seed.h"
int kofit_common_symbol;
static void seed_body(void)
{
	kofit_common_symbol += 1;
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
