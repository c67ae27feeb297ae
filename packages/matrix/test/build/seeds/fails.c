// Its init function fails.
#include "seed.h"
static int __init seed_init(void)
{
	return -ENODEV;
}
module_init(seed_init);
SEED_EXIT;
MODULE_LICENSE("GPL");
