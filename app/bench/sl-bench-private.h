/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/bench/sl-bench.h"

/* Shared by the benches of the window. */

typedef struct { const char *key; double value; int decimals; } SlBenchFigure;
/* As a table, or as JSON with the program's version and the processor. */
void sl_bench_print (const SlBenchFigure *figure, guint n, gboolean json);
/* Nothing of the user's is read or written: state goes to a folder that is removed, preferences to memory.
 * g_free. */
char *sl_bench_own_state (void);
void sl_bench_remove_state (const char *folder);
