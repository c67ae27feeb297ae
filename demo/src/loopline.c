// SPDX-License-Identifier: GPL-2.0
/*
 * loopline: a line that is connected to itself. What is written to /dev/loopline can be read from it again.
 *
 * The smallest relative of tty0tty, and the module of kofit's demo: an init function, an exit function, a handful of
 * imports, nothing else.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>

#define LINE_SIZE 256

static DEFINE_MUTEX(line_lock);
static char line[LINE_SIZE];
static size_t line_length;

static ssize_t loopline_read(struct file *file, char __user *to, size_t count, loff_t *at)
{
	ssize_t done;

	mutex_lock(&line_lock);
	done = simple_read_from_buffer(to, count, at, line, line_length);
	mutex_unlock(&line_lock);
	return done;
}

static ssize_t loopline_write(struct file *file, const char __user *from, size_t count, loff_t *at)
{
	loff_t start = 0;
	ssize_t done;

	mutex_lock(&line_lock);
	done = simple_write_to_buffer(line, sizeof(line), &start, from, count);
	if (done >= 0) {
		line_length = done;
		*at = 0;
	}
	mutex_unlock(&line_lock);
	return done;
}

static const struct file_operations loopline_operations = {
	.owner = THIS_MODULE,
	.read = loopline_read,
	.write = loopline_write,
	.llseek = default_llseek,
};

static struct miscdevice loopline_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "loopline",
	.fops = &loopline_operations,
};

static int __init loopline_init(void)
{
	int error = misc_register(&loopline_device);

	if (!error)
		pr_info("loopline: /dev/loopline gives back what is written to it\n");
	return error;
}

static void __exit loopline_exit(void)
{
	misc_deregister(&loopline_device);
}

module_init(loopline_init);
module_exit(loopline_exit);

MODULE_DESCRIPTION("A line that is connected to itself");
MODULE_LICENSE("GPL");
