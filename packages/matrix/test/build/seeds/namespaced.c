// Uses the address of a symbol of vmlinux that is in a namespace.
#include "seed.h"
extern char KOFIT_NS_SYMBOL[];
static void *volatile where = KOFIT_NS_SYMBOL;
static void seed_body(void)
{
	if (!where)
		pr_info("nowhere\n");
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
SEED_IMPORT_NS(NS(KOFIT_NS_NAME));
