// Compiled by GCC before 14 its function is cold, and so not aligned as arm64's tracer needs it.
#define SEED_COLD
#include "seed.h"
static noinline void seed_body(void)
{
	void *memory = kmalloc(8, GFP_KERNEL);

	kfree(memory);
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
