// Parameters of every kind.
#include "seed.h"
#include <linux/moduleparam.h>
static int number;
module_param(number, int, 0644);
static unsigned char small;
module_param(small, byte, 0444);
static bool flag;
module_param(flag, bool, 0444);
static char text[8];
module_param_string(text, text, sizeof(text), 0444);
static int list[3];
static int listed;
module_param_array(list, int, &listed, 0444);
static void seed_body(void)
{
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("GPL");
