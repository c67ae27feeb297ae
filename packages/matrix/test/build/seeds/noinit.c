// Has nothing to initialise.
#include "seed.h"
int kofit_seed_number;
SEED_EXIT;
MODULE_LICENSE("GPL");
