// Uses what exporter.c exports.
#include "seed.h"
int kofit_for_all_a(int x);
int kofit_for_gpl_b(int x);
int kofit_in_space_c(int x);
static void seed_body(void)
{
	pr_info("%d\n", kofit_for_all_a(1) + kofit_for_gpl_b(2) + kofit_in_space_c(3));
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
SEED_IMPORT_NS(NS(KOFIT_SPACE));
