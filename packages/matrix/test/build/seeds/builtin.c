// Built under the names of built-in modules.
#include "seed.h"
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
