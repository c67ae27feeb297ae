// Exports to the modules that it names.
#include "seed.h"
int kofit_for_modules(int x);
int kofit_for_modules(int x)
{
	return x + 1;
}
#ifdef EXPORT_SYMBOL_FOR_MODULES
EXPORT_SYMBOL_FOR_MODULES(kofit_for_modules, "wanted,kofit_star*");
#else
EXPORT_SYMBOL_GPL(kofit_for_modules);
#endif
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
