// Exports one symbol, for all.
#include "seed.h"
int kofit_only_plain(int x);
int kofit_only_plain(int x)
{
	return x + 1;
}
EXPORT_SYMBOL(kofit_only_plain);
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
