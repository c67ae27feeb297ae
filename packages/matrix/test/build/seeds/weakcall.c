// A weak function that nothing exports; called without a look.
#include "seed.h"
void kofit_weak_function(void) __attribute__((weak));
static void seed_body(void)
{
	kofit_weak_function();
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
