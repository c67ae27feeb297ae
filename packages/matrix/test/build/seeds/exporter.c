// Exports to others: for all, for the GPL, in a namespace.
#include "seed.h"
int kofit_for_all_a(int x);
int kofit_for_all_a(int x)
{
	return x + 1;
}
EXPORT_SYMBOL(kofit_for_all_a);
int kofit_for_gpl_b(int x);
int kofit_for_gpl_b(int x)
{
	return x + 2;
}
EXPORT_SYMBOL_GPL(kofit_for_gpl_b);
int kofit_in_space_c(int x);
int kofit_in_space_c(int x)
{
	return x + 3;
}
SEED_EXPORT_NS(kofit_in_space_c, NS(KOFIT_SPACE));
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
