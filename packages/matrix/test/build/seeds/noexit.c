// Cannot be removed.
#include "seed.h"
static void seed_body(void)
{
}
SEED_INIT;
MODULE_LICENSE("GPL");
