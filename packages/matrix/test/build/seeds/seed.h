// What all seeds begin with. A seed says one line when it is initialised, so that it shows whether its init ran.
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/stringify.h>
#include <linux/version.h>

// GCC before 14 aligns no function that is cold, or only called by such (init, exit): where a kernel wants them aligned,
// include/linux/compiler_types.h does without __cold for such a compiler. Its configuration tells of another one.
#if defined(SEED_ALIGNED) && !defined(SEED_COLD)
#undef __cold
#define __cold
#endif

#define SEED_INIT                                                 \
	static int __init seed_init(void)                         \
	{                                                         \
		seed_body();                                      \
		pr_info("kofit seed: %s runs\n", THIS_MODULE->name); \
		return 0;                                         \
	}                                                         \
	module_init(seed_init)
#define SEED_EXIT                         \
	static void __exit seed_exit(void) \
	{                                 \
	}                                 \
	module_exit(seed_exit)

// Names of namespaces are strings since 6.13; before, not every macro expands what it is given.
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define NS(name) __stringify(name)
#else
#define NS(name) name
#endif
#define SEED_IMPORT_NS(name) MODULE_IMPORT_NS(name)
#define SEED_EXPORT_NS(symbol, name) EXPORT_SYMBOL_NS(symbol, name)

MODULE_DESCRIPTION("a module to compare kofit with the kernel");
