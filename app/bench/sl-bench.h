/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/commands/sl-commands.h"

/* What `starloom bench` measures: one row in sl-cmd-bench.c and one function
 * each. A bench writes its figures to standard output, as JSON and nothing
 * else where it is asked to. */
SlExit sl_bench_engine (const SlCommandLine *line);
SlExit sl_bench_ui (const SlCommandLine *line);
SlExit sl_bench_population_page (const SlCommandLine *line);
SlExit sl_bench_soak (const SlCommandLine *line);
SlExit sl_bench_population (const SlCommandLine *line);

/* Steady time in seconds, to the nanosecond. */
double sl_bench_now (void);
/* Median, 95th percentile (nearest rank) and least of n >= 1 values, which it sorts. Any pointer may be NULL.
 */
void sl_bench_summary (double *values, guint n, double *median, double *p95, double *least);
/* Name of the processor, or "unknown". g_free. */
char *sl_bench_cpu (void);
/* Memory of this process in MB (1e6 bytes), now and at its highest; 0 where the system does not tell. */
void sl_bench_memory (double *resident, double *peak);
