// From the staging directory, as it says.
#include "seed.h"
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL v2");
MODULE_INFO(staging, "Y");
