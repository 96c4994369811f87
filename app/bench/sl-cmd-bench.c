/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench.h"

/* Names begin with the command's, as messages and --help show them. */
#define PREFIX "bench "
static const SlCommand bench_table[] = {
  { PREFIX "engine",
    N_ ("Time the engine: what sliders ask for, stage by stage, beside the machine's limits"), NULL,
    N_ ("Every run moves parameters, so that only what stands on others is taken from before. Cases:\n"
        "  dashboard           all parameters of history, burst, metals, gas and dust move: spectrum with "
        "the\n"
        "                      tangents of all parameters, ten histories of 100 epochs with their Jacobian\n"
        "  dashboard_wide_dust the same where no two ages share a curve of dust\n"
        "  everything          the redshift moves too; dashboard and observables\n"
        "  sfh_only            one parameter of the history moves: the dashboard with its tangents\n"
        "  sfh_all             the same with all tangents\n"
        "  sfh_mass_metals     the same where metals follow the mass formed\n"
        "  dust_only           one parameter of the dust moves: the dashboard with all tangents\n"
        "  metals_sed          one parameter of the metals moves: the spectrum alone\n"
        "  observables         all of a galaxy's parameters move: 18 observables with their Jacobian\n"
        "  observed_histories  all but the redshift move: six observed bands over 100 epochs, one derivative "
        "each\n"
        "Times are medians and 95th percentiles in ms after 20 runs that do not count. load_ms is from the "
        "files\n"
        "to the first spectrum, resident_mb the memory after the dashboard. A stage's limit is the time "
        "that\n"
        "moving its data once, or doing its exponentials and sums, would take at the rates measured here."),
    sl_bench_engine },
  { PREFIX "ui", N_ ("Time the window: from the hand on a slider to four painted plots"), NULL,
    N_ ("Opens the window, 1280 by 800, and drags sliders along a path, 125 steps a second, as a mouse does; "
        "needs a display\n"
        "(xvfb-run gives one without a screen). input_to_paint is from when the slider hears of a step\n"
        "to the frame in which all plots show it, hand_to_paint from when the mouse spoke, which waits for "
        "GDK's next frame;\n"
        "steps that a newer one replaces are not shown and not counted. dropped_frames are intervals between "
        "frames of\n"
        "more than one and a half at 60 a second. start_to_spectrum is from the start of the program to the "
        "first frame\n"
        "with all plots. The saved session and the preferences are left alone."),
    sl_bench_ui },
  { PREFIX "population-page",
    N_ ("Time the window of populations: from the hand on a slider to the histogram that moved"), NULL,
    N_ ("Opens the window of populations, 1280 by 800, and drags one slider to and fro, 125 steps a second, "
        "as a mouse does; needs\n"
        "a display (xvfb-run gives one without a screen). frames_per_s is how often histogram and map showed "
        "other counts,\n"
        "update_… from a step to the frame that shows it; steps that a newer one replaces are not shown and "
        "not counted.\n"
        "gradient_after_rest_ms is from when the hand lets go to the gradient of all bins by all "
        "parameters."),
    sl_bench_population_page },
  { PREFIX "soak", N_ ("Throw random events at the window, then look whether it stands"), NULL,
    N_ ("Opens the window and does what a person could do, at random but the same for a seed: drags to the "
        "ends and beyond,\n"
        "options, presets, undo, pins, plots, locks, sizes. Then the same events run without a window. "
        "same_as_replay tells\n"
        "whether both ended in one state; warnings counts what was written to the log. Exit status 1 where "
        "either is wrong.\n"
        "resident_settled_mb is the memory after four tenths of the events, resident_end_mb at their end."),
    sl_bench_soak },
  { PREFIX "population",
    N_ ("Time a population: draws, histories, six bands, a cut, a histogram, and its gradient"), NULL,
    N_ ("The benchmark of the paper (DSPS, section 5): a million Diffstar histories on 100 times, six bands "
        "at z = 0, a cut in\n"
        "g - r, a histogram in r. wall_s and cpu_s are medians without the gradient, gradient_wall_s with "
        "the derivatives of\n"
        "all bins by all parameters of the population; prepare_ms is what the templates' light takes once."),
    sl_bench_population },
};

static char *
join_benches (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bench_table); i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", bench_table[i].name + strlen (PREFIX));
  return g_string_free (text, FALSE);
}

/* --help of the command: that of every bench. */
static SlExit
help_or_complain (const SlCommandLine *line)
{
  const GOptionEntry none[] = { { NULL } };
  SlCommand command = *line->command;
  SlCommandLine all = { &command, line->arguments };
  GString *text = g_string_new (NULL);
  g_autofree char *help = NULL;
  g_autofree char *known = join_benches ();
  SlExit status;

  for (guint i = 0; i < G_N_ELEMENTS (bench_table); i++)
    g_string_append_printf (text, "%sstarloom %s  %s\n%s\n", i ? "\n" : "", bench_table[i].name,
                            _ (bench_table[i].summary), _ (bench_table[i].help));
  command.help = help = g_string_free (text, FALSE);
  if (!sl_command_parse (&all, none, &status))
    return status;
  return sl_command_fail (SL_EXIT_USAGE, _ ("bench: what to measure is missing. There are %s"), known);
}

SlExit
sl_cmd_bench (const SlCommandLine *line)
{
  const char *what = line->arguments[0];
  g_autofree char *known = join_benches ();

  if (!what || what[0] == '-')
    return help_or_complain (line);
  for (guint i = 0; i < G_N_ELEMENTS (bench_table); i++)
    if (strcmp (what, bench_table[i].name + strlen (PREFIX)) == 0)
      return bench_table[i].run (&(SlCommandLine) { &bench_table[i], line->arguments + 1 });
  return sl_command_fail (SL_EXIT_USAGE,
                          _ ("bench: unknown bench “%s”. There are %s; see starloom bench --help"), what,
                          known);
}

/* For benches. */

double
sl_bench_now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
sl_bench_summary (double *values, guint n, double *median, double *p95, double *least)
{
  g_return_if_fail (n > 0);
  qsort (values, n, sizeof *values, compare);
  if (median)
    *median = 0.5 * (values[(n - 1) / 2] + values[n / 2]);
  if (p95)
    *p95 = values[(guint) ceil (0.95 * n) - 1];
  if (least)
    *least = values[0];
}

/* What follows a name and a colon in one of the system's lists; NULL where it is not there. */
static char *
system_entry (const char *path, const char *name)
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
  char *name = system_entry ("/proc/cpuinfo", "model name");

  return name ? name : g_strdup ("unknown");
}

void
sl_bench_memory (double *resident, double *peak)
{
  g_autofree char *statm = NULL;
  g_autofree char *highest = system_entry ("/proc/self/status", "VmHWM"); /* kB */
  unsigned long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL) && sscanf (statm, "%*u %lu", &pages) != 1)
    pages = 0;
  *resident = 1e-6 * pages * sysconf (_SC_PAGESIZE);
  /* the system counts the two apart, and not to the page */
  if (peak)
    *peak = highest ? MAX (1.024e-3 * g_ascii_strtod (highest, NULL), *resident) : 0.0;
}
