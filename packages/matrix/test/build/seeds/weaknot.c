// A weak function that nothing exports; never called.
#include "seed.h"
void kofit_weak_function(void) __attribute__((weak));
static int never;
static void seed_body(void)
{
	if (READ_ONCE(never))
		kofit_weak_function();
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
