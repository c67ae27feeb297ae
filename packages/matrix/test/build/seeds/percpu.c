// A variable for each processor.
#include "seed.h"
#include <linux/percpu.h>
static DEFINE_PER_CPU(int, counter);
static void seed_body(void)
{
	this_cpu_inc(counter);
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
