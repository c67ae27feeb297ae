// A test, as it says.
#include "seed.h"
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
