/*
 * The first process of a guest that kofit boots: it loads modules one by one, as it is told over the serial port, and
 * answers what the kernel said.
 *
 * In the initramfs: `/plan`, records that end with a NUL, and the modules themselves, `/0`, `/1` …. A record is
 *
 *     VIA FLAGS FILE BEFORE…;PARAMETERS
 *
 * VIA is `finit` or `init` (finit_module(2), init_module(2)), FLAGS those of finit_module(2), FILE and BEFORE numbers of
 * modules; the latter are loaded first.
 *
 * Commands are lines: `before N` (what goes before the record N), `load N` (the record itself), `remove` (all of these),
 * `list DIRECTORY` (the directories in it), `again` (the last answer, because it came damaged), `wake` (sleeps a moment,
 * and greets once more), `off`. An answer is one line,
 *
 *     kofit:CRC32:JSON
 *
 * of ASCII characters. The console prints what the kernel logs on the same port, but only from `before`, `load` or
 * `remove` to its answer: that is what is left of a kernel that dies. Should something be printed into an answer all the same, the
 * checksum tells.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { MAX_BEFORE = 64, NAME = 256, MAX_ANSWER = 1 << 20, MAX_LOG = 512 << 10, MAX_EVENTS = 8192 };

/* ---- answers ---- */

static char answer[MAX_ANSWER];
static size_t length;

static void add(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int n = vsnprintf(answer + length, MAX_ANSWER - length, format, arguments);
	va_end(arguments);
	if (n > 0) length += (size_t)n < MAX_ANSWER - length ? (size_t)n : MAX_ANSWER - length - 1;
}

/* A JSON string; bytes that are not ASCII become the character of the same number. */
static void add_string(const char *text, size_t n)
{
	add("\"");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = text[i];
		if (c == '"' || c == '\\') add("\\%c", c);
		else if (c < 0x20 || c > 0x7e) add("\\u%04x", c);
		else add("%c", c);
	}
	add("\"");
}

static unsigned crc32(const char *bytes, size_t n)
{
	unsigned crc = ~0u;
	for (size_t i = 0; i < n; i++) {
		crc ^= (unsigned char)bytes[i];
		for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
	}
	return ~crc;
}

static void write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0 && errno != EINTR && errno != EAGAIN) return;
		if (done > 0) bytes += done, n -= done;
	}
}

static void send_answer(void)
{
	char head[32];
	int n = snprintf(head, sizeof head, "\nkofit:%08x:", crc32(answer, length));
	write_all(1, head, n);
	write_all(1, answer, length);
	write_all(1, "\n", 1);
	tcdrain(1);
}

/* ---- what the kernel says ---- */

static int kmsg = -1;
static const char mark[] = "kofit: mark";

/* The first line of a small file of /proc. */
static void read_line(const char *path, char *line, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, line, size - 1);
	if (fd >= 0) close(fd);
	line[n > 0 ? n : 0] = 0;
	line[strcspn(line, "\n")] = 0;
}

static void write_line(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0) return;
	write_all(fd, line, strlen(line));
	close(fd);
}

static unsigned long taint(void)
{
	char line[64];
	read_line("/proc/sys/kernel/tainted", line, sizeof line);
	return strtoul(line, 0, 10);
}

/* A message that a printk() left without a newline can be read only when the next one comes: this is the next one. */
static void push_mark(void) { write_line("/dev/kmsg", "<7>kofit: mark\n"); }

static void skip_log(void)
{
	push_mark();
	lseek(kmsg, 0, SEEK_END);
}

/* The records since skip_log(), `"log":[[level,"text"],…],"lost":number of those that are missing`. */
static void add_log(void)
{
	char record[8192 + 1];
	int any = 0, lost = 0;
	size_t start = length;
	push_mark();
	add("\"log\":[");
	for (;;) {
		ssize_t n = read(kmsg, record, sizeof record - 1);
		if (n < 0 && errno == EPIPE) {
			lost++;
			continue;
		}
		if (n < 0 && errno == EINTR) continue;
		if (n <= 0) break;
		record[n] = 0;
		/* Documentation/ABI/testing/dev-kmsg: `priority,number,time,flags;text`, then lines of a dictionary */
		char *text = memchr(record, ';', n);
		if (!text) continue;
		text++;
		size_t size = strcspn(text, "\n");
		if (size == sizeof mark - 1 && !memcmp(text, mark, size)) continue;
		if (length - start > MAX_LOG) {
			lost++;
			continue;
		}
		add("%s[%d,", any ? "," : "", atoi(record) & 7);
		add_string(text, size);
		add("]");
		any = 1;
	}
	add("],\"lost\":%d", lost);
}

/* SYSLOG_ACTION_CONSOLE_LEVEL: everything is printed, or nothing but what is below the first level. */
static void console(int on) { klogctl(8, 0, on ? 8 : 1); }

/* ---- init functions that fail ---- */

#define TRACING "/sys/kernel/tracing/"
static int events = -1;

/*
 * do_one_initcall() in init/main.c traces what an init function returned: the only thing that tells an errno of the
 * module from one of the loader. The event is kept as numbers and made into text when it is read, which is after the
 * module is gone; `initcall_debug` would look the function's name up in the symbols of the module, while it is loaded,
 * and these may be damaged. A kernel without tracing tells nothing.
 */
static void watch_init_functions(void)
{
	mount("tracefs", TRACING, "tracefs", 0, 0);
	write_line(TRACING "events/initcall/initcall_finish/filter", "ret < 0");
	write_line(TRACING "events/initcall/initcall_finish/enable", "1");
	events = open(TRACING "trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

/* What the init function that failed last returned, since this was asked before; 0 when none did. */
static int failed_init(void)
{
	/* `init-57 [000] ..... 3.141592: initcall_finish: func=0xffff800008a57000 ret=-19` */
	char text[MAX_EVENTS + 1];
	int failed = 0;
	for (;;) {
		ssize_t n = read(events, text, MAX_EVENTS);
		if (n < 0 && errno == EINTR) continue;
		if (n <= 0) return failed;
		text[n] = 0;
		for (char *at = text; (at = strstr(at, "initcall_finish: ")); at++) {
			char *value = strstr(at, " ret=");
			if (value) failed = atoi(value + 5);
		}
	}
}

/* ---- modules ---- */

static char loaded[MAX_BEFORE + 1][NAME];
static int loaded_count;

/* The name of the module that was loaded last, the first of /proc/modules: `NAME size references users state address`.
   A name may have spaces in it, so the line is read from its end. */
static void newest_module(char *name)
{
	char line[4096];
	static const char *const states[] = { " Live 0x", " Loading 0x", " Unloading 0x" };
	read_line("/proc/modules", line, sizeof line);
	char *end = 0;
	for (int i = 0; i < 3 && !end; i++) end = strstr(line, states[i]);
	/* users, references, size */
	for (int i = 0; i < 3 && end; i++) {
		*end = 0;
		end = strrchr(line, ' ');
	}
	if (end) *end = 0;
	memccpy(name, end ? line : "", 0, NAME - 1);
}

static int load_whole(int fd, const char *parameters)
{
	struct stat status;
	if (fstat(fd, &status)) return errno;
	size_t size = status.st_size, got = 0;
	char *bytes = malloc(size + 1);
	if (!bytes) return ENOMEM;
	while (got < size) {
		ssize_t n = read(fd, bytes + got, size - got);
		if (n <= 0) return EIO;
		got += n;
	}
	return syscall(SYS_init_module, bytes, size, parameters) ? errno : 0;
}

static int load_here(const char *via, int flags, int file, const char *parameters)
{
	char path[32];
	snprintf(path, sizeof path, "/%d", file);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return errno;
	if (!strcmp(via, "init")) return load_whole(fd, parameters);
	return syscall(SYS_finit_module, fd, parameters, flags) ? errno : 0;
}

/* In a process of its own, which the kernel may kill. Answers 0, an errno, or -1 when it was killed. */
static int load(const char *via, int flags, int file, const char *parameters)
{
	int answers[2], result = -1, status;
	if (pipe(answers)) return errno;
	pid_t child = fork();
	if (child < 0) return errno;
	if (child == 0) {
		int errnum = load_here(via, flags, file, parameters);
		write_all(answers[1], (const char *)&errnum, sizeof errnum);
		_exit(0);
	}
	close(answers[1]);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
	if (read(answers[0], &result, sizeof result) != sizeof result) result = -1;
	close(answers[0]);
	if (result == 0) newest_module(loaded[loaded_count++]);
	return result;
}

static int unload(const char *name)
{
	struct timespec wait = { 0, 20 * 1000 * 1000 };
	for (int attempt = 0;; attempt++) {
		if (!syscall(SYS_delete_module, name, O_NONBLOCK)) return 0;
		if ((errno != EAGAIN && errno != EBUSY) || attempt == 10) return errno;
		nanosleep(&wait, 0);
	}
}

/* ---- commands ---- */

static char *plan;
static size_t plan_size;

static const char *record_of(int number)
{
	const char *at = plan, *end = plan + plan_size;
	for (; at < end && number > 0; number--) at += strlen(at) + 1;
	return at < end ? at : 0;
}

static long milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

struct record {
	char via[8];
	int flags, file;
	const char *before, *parameters;
};

/* The record `number`, or the answer that there is none. */
static int read_record(int number, struct record *record)
{
	const char *text = record_of(number), *parameters = text ? strchr(text, ';') : 0;
	int used = 0;
	length = 0;
	if (!parameters || sscanf(text, "%7s %d %d%n", record->via, &record->flags, &record->file, &used) != 3) {
		add("{\"answer\":\"unknown\",\"number\":%d}", number);
		return 0;
	}
	record->before = text + used;
	record->parameters = parameters + 1;
	return 1;
}

static void load_before(int number)
{
	struct record record;
	if (!read_record(number, &record)) return;
	const char *at = record.before;
	add("{\"answer\":\"before\",\"number\":%d,\"results\":[", number);
	console(1);
	for (int i = 0; *at == ' ' && i < MAX_BEFORE; i++) {
		char *next;
		int file = (int)strtol(at, &next, 10);
		at = next;
		add("%s%d", i ? "," : "", load("finit", 0, file, ""));
	}
	console(0);
	add("]}");
}

static void load_record(int number)
{
	struct record record;
	if (!read_record(number, &record)) return;
	failed_init();
	skip_log();
	unsigned long taint_before = taint();
	int others = loaded_count;
	console(1);
	long start = milliseconds();
	int result = load(record.via, record.flags, record.file, record.parameters);
	long end = milliseconds();
	console(0);
	add("{\"answer\":\"loaded\",\"number\":%d,\"result\":%d,\"milliseconds\":%ld,", number, result, end - start);
	add("\"taint\":[%lu,%lu],\"name\":", taint_before, taint());
	add_string(loaded[others], loaded_count > others ? strlen(loaded[others]) : 0);
	int failed = result > 0 ? failed_init() : 0;
	if (failed) add(",\"initReturned\":%d,", failed);
	else add(",\"initReturned\":null,");
	add_log();
	add("}");
}

/* What the record loaded, and then what was loaded before it. */
static void remove_record(void)
{
	length = 0;
	skip_log();
	console(1);
	add("{\"answer\":\"removed\",\"results\":[");
	for (int first = 1; loaded_count > 0; first = 0) add("%s%d", first ? "" : ",", unload(loaded[--loaded_count]));
	console(0);
	add("],\"taint\":%lu,", taint());
	add_log();
	add("}");
}

static void greet(void)
{
	struct utsname name;
	char line[4096];
	uname(&name);
	length = 0;
	add("{\"answer\":\"ready\",\"release\":");
	add_string(name.release, strlen(name.release));
	add(",\"version\":");
	add_string(name.version, strlen(name.version));
	add(",\"machine\":");
	add_string(name.machine, strlen(name.machine));
	read_line("/proc/cmdline", line, sizeof line);
	add(",\"cmdline\":");
	add_string(line, strlen(line));
	add(",\"taint\":%lu,\"modules\":%s}", taint(), access("/proc/modules", R_OK) ? "false" : "true");
}

static void list(const char *path)
{
	int any = 0;
	DIR *directory = opendir(path);
	length = 0;
	add("{\"answer\":\"listed\",\"names\":[");
	for (struct dirent *entry; directory && (entry = readdir(directory));) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
		add(any ? "," : "");
		add_string(entry->d_name, strlen(entry->d_name));
		any = 1;
	}
	if (directory) closedir(directory);
	add("]}");
}

/*
 * A guest that goes on from a saved state sleeps first. QEMU 7.2 forgets the timer that a riscv64 was waiting for: sleeping
 * sets another, if the one that will not come is later; else there is no answer, and this guest would wait for ever.
 */
static void wake(void)
{
	struct timespec moment = { 0, 1000 * 1000 };
	nanosleep(&moment, 0);
	greet();
}

static void off(void)
{
	tcdrain(1);
	reboot(RB_AUTOBOOT);
	for (;;) pause();
}

static void obey(const char *command)
{
	int number;
	if (!strcmp(command, "off")) off();
	else if (sscanf(command, "before %d", &number) == 1) load_before(number);
	else if (sscanf(command, "load %d", &number) == 1) load_record(number);
	else if (!strcmp(command, "remove")) remove_record();
	else if (!strncmp(command, "list ", 5)) list(command + 5);
	else if (!strcmp(command, "wake")) wake();
	else if (strcmp(command, "again")) return;
	send_answer();
}

/* ---- start ---- */

static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR);
	for (int i = 0; fd >= 0 && i < 3; i++) dup2(fd, i);
	struct termios how;
	if (tcgetattr(0, &how)) return;
	cfmakeraw(&how);
	tcsetattr(0, TCSANOW, &how);
}

static void read_plan(void)
{
	struct stat status;
	int fd = open("/plan", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status)) return;
	plan = calloc(status.st_size + 1, 1);
	while (plan && plan_size < (size_t)status.st_size) {
		ssize_t n = read(fd, plan + plan_size, status.st_size - plan_size);
		if (n <= 0) break;
		plan_size += n;
	}
	close(fd);
}

int main(void)
{
	char command[64];
	size_t size = 0;
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("proc", "/proc", "proc", 0, 0);
	mount("sysfs", "/sys", "sysfs", 0, 0);
	mount("devtmpfs", "/dev", "devtmpfs", 0, 0);
	open_console();
	signal(SIGCHLD, SIG_DFL);
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	write_line("/proc/sys/kernel/printk_ratelimit", "0");
	watch_init_functions();
	read_plan();
	console(0);
	greet();
	send_answer();
	for (;;) {
		char c;
		if (read(0, &c, 1) != 1) off();
		if (c != '\n' && c != '\r') {
			if (size < sizeof command - 1) command[size++] = c;
			continue;
		}
		command[size] = 0;
		size = 0;
		obey(command);
	}
}
