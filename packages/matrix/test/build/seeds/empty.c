// Neither init nor exit.
#include "seed.h"
int kofit_seed_number = 4;
MODULE_LICENSE("GPL");
