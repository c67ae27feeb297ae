// Uses what makes special sections: jump labels, warnings, exceptions, data of several kinds, debug messages.
#include "seed.h"
#include <linux/delay.h>
#include <linux/jump_label.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>
static DEFINE_STATIC_KEY_FALSE(key);
static DEFINE_MUTEX(lock);
static int zeroes[300];
static const char *const names[] = { "one", "two", "three" };
static int __ro_after_init once;
static noinline int branch(int x)
{
	if (static_branch_unlikely(&key))
		return x;
	switch (x) {
	case 1: return 11;
	case 2: return 7;
	case 3: return 5;
	case 4: return 93;
	case 5: return 8;
	case 6: return 21;
	default: return -x;
	}
}
static noinline void seed_body(void)
{
	int got = 0;

	mutex_lock(&lock);
	once = branch(jiffies & 7);
	zeroes[once & 7] = WARN_ON_ONCE(once == 12345);
	if (get_user(got, (int __user *)16UL))
		got = -1;
	pr_debug("%s %d\n", names[got & 1], got);
	mutex_unlock(&lock);
	udelay(1);
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("Dual MIT/GPL");
