// Not under the GPL, and without a GPL-only symbol.
#include "seed.h"
static void seed_body(void)
{
	char text[8];

	snprintf(text, sizeof(text), "%d", 3);
}
SEED_INIT;
SEED_EXIT;
MODULE_LICENSE("Proprietary");
