/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <json-glib/json-glib.h>

#include "app/commands/sl-commands.h"

/* Benches: `starloom bench NAME`. A bench is a file sl-bench-NAME.c, which defines
 * `const SlBench sl_bench_NAME`, and its name in app/meson.build. It prints numbers on standard output, as a
 * table, or with --json as JSON and nothing else. Main thread. */

typedef struct {
  const char *name;      /* "engine" */
  const char *summary;   /* one line, marked for translation */
  const char *help;      /* text below the options in --help, marked for translation */
  SlExit (*run) (const SlCommandLine *line); /* the command's name is then "bench NAME" */
} SlBench;

/* Monotonic time in seconds, with nanoseconds. */
double sl_bench_now (void);

typedef struct { double median, p95, least; } SlBenchSummary;
/* Median, 95th percentile (nearest rank) and least of n >= 1 values, which it sorts. */
SlBenchSummary sl_bench_summary (double *values, guint n);

/* Name of the processor, or "unknown". g_free. */
char *sl_bench_cpu (void);
/* Memory of this process in MB (1e6 bytes), now and at its peak; 0 if the system does not tell. */
void sl_bench_memory (double *resident, double *peak);

/* FALSE if an option's value is not between least and most; *status is then that of the message printed. */
gboolean sl_bench_check_range (const SlCommandLine *line, const char *option, double value, double least,
                               double most, SlExit *status);

typedef struct {
  const char *key;
  double value;
  int decimals;          /* of the table; 0: a whole number */
} SlBenchNumber;
/* Prints n numbers; JSON also holds the program's version and the processor. label, text: one more line, such
 * as "engine" and its description. */
void sl_bench_print (const char *label, const char *text, const SlBenchNumber *number, guint n,
                     gboolean json);
/* A member with six significant digits: timers are not more precise. */
void sl_bench_json_number (JsonBuilder *builder, const char *name, double value);
