// The usual case: parameters, imports of vmlinux, a version.
#include "seed.h"
static int n = 3;
module_param(n, int, 0444);
static char *who = "nobody";
module_param(who, charp, 0444);
static noinline void seed_body(void)
{
	void *memory = kmalloc(n + 8, GFP_KERNEL);

	kfree(memory);
}
SEED_INIT;
SEED_EXIT;
MODULE_VERSION("1");
MODULE_LICENSE("GPL");
