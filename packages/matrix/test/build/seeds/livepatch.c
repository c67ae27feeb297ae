// Says that it is a livepatch.
#include "seed.h"
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
