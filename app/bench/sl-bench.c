/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/sl-bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/output/sl-output.h"

/* --- measuring ------------------------------------------------------------ */

double
sl_bench_now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

SlBenchSummary
sl_bench_summary (double *values, guint n)
{
  SlBenchSummary summary = { 0 };

  g_return_val_if_fail (n > 0, summary);
  qsort (values, n, sizeof *values, compare_doubles);
  summary.median = 0.5 * (values[(n - 1) / 2] + values[n / 2]);
  summary.p95 = values[(guint) ceil (0.95 * n) - 1];
  summary.least = values[0];
  return summary;
}

/* The text after "name…:" in a file of such lines, or NULL. */
static char *
find_entry (const char *path, const char *name)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], name) && strchr (lines[i], ':'))
      return g_strstrip (g_strdup (strchr (lines[i], ':') + 1));
  return NULL;
}

char *
sl_bench_cpu (void)
{
  char *name = find_entry ("/proc/cpuinfo", "model name");

  return name ? name : g_strdup ("unknown");
}

void
sl_bench_memory (double *resident, double *peak)
{
  g_autofree char *statm = NULL;
  g_autofree char *highest = find_entry ("/proc/self/status", "VmHWM"); /* kB */
  unsigned long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL) && sscanf (statm, "%*u %lu", &pages) != 1)
    pages = 0;
  *resident = 1e-6 * pages * sysconf (_SC_PAGESIZE);
  /* The system counts the two separately, and not to the page. */
  *peak = highest ? MAX (1.024e-3 * g_ascii_strtod (highest, NULL), *resident) : 0.0;
}

/* --- command line and output ---------------------------------------------- */

gboolean
sl_bench_check_range (const SlCommandLine *line, const char *option, double value, double least, double most,
                      SlExit *status)
{
  if (value >= least && value <= most)
    return TRUE;
  *status = sl_command_fail (SL_EXIT_USAGE, _ ("%s: %s: expected a number from %g to %g"),
                             line->command->name, option, least, most);
  return FALSE;
}

void
sl_bench_json_number (JsonBuilder *builder, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  sl_output_json_number (builder, name, g_ascii_strtod (sl_output_number (value, text), NULL));
}

void
sl_bench_print (const char *label, const char *text, const SlBenchNumber *number, guint n, gboolean json)
{
  g_autofree char *cpu = sl_bench_cpu ();
  JsonBuilder *builder;

  if (!json)
    {
      g_print ("%-28s %s\n", label, text);
      for (guint i = 0; i < n; i++)
        g_print ("%-28s %10.*f\n", number[i].key, number[i].decimals, number[i].value);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  sl_output_json_text (builder, "version", SL_VERSION);
  sl_output_json_text (builder, "cpu", cpu);
  sl_output_json_text (builder, label, text);
  for (guint i = 0; i < n; i++)
    if (number[i].decimals)
      sl_bench_json_number (builder, number[i].key, number[i].value);
    else
      sl_output_json_count (builder, number[i].key, (gint64) number[i].value);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}
