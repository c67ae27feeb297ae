// Two symbols that nothing exports.
#include "seed.h"
void kofit_unknown_one(void);
void kofit_unknown_two(void);
static void seed_body(void)
{
	void *memory = kmalloc(9, GFP_KERNEL);

	kfree(memory);
	if (!memory) {
		kofit_unknown_one();
		kofit_unknown_two();
	}
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
