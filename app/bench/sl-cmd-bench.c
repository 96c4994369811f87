/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench.h"
#include "app/io/sl-text.h"
#include "app/sl-bench-list.h"

#define DECLARE(name) extern const SlBench sl_bench_##name;
SL_BENCH_LIST (DECLARE)

#define ROW(name) &sl_bench_##name,
static const SlBench *const bench_table[] = { SL_BENCH_LIST (ROW) };

static const char *
bench_name (guint i)
{
  return bench_table[i]->name;
}

/* `starloom bench --help` prints the help of every bench; `starloom bench` alone is a mistake. */
static SlExit
show_benches (const SlCommandLine *line)
{
  const GOptionEntry none[] = { { NULL } };
  SlCommand command = *line->command;
  g_autoptr (GString) help = g_string_new (NULL);
  g_autofree char *known = sl_text_join (G_N_ELEMENTS (bench_table), bench_name);
  SlExit status;

  for (guint i = 0; i < G_N_ELEMENTS (bench_table); i++)
    g_string_append_printf (help, "%sstarloom bench %s  %s\n%s\n", i ? "\n" : "", bench_table[i]->name,
                            _ (bench_table[i]->summary), _ (bench_table[i]->help));
  command.help = help->str;
  if (!sl_command_parse (&(SlCommandLine) { &command, line->arguments }, none, &status))
    return status;
  return sl_command_fail (SL_EXIT_USAGE, _ ("bench: name what to measure, one of %s"), known);
}

static SlExit
run_bench (const SlCommandLine *line)
{
  const char *name = line->arguments[0];
  g_autofree char *known = sl_text_join (G_N_ELEMENTS (bench_table), bench_name);

  if (!name || name[0] == '-')
    return show_benches (line);
  for (guint i = 0; i < G_N_ELEMENTS (bench_table); i++)
    if (strcmp (name, bench_table[i]->name) == 0)
      {
        g_autofree char *full_name = g_strconcat ("bench ", name, NULL);
        const SlCommand command = { .name = full_name,
                                    .summary = bench_table[i]->summary,
                                    .help = bench_table[i]->help,
                                    .run = bench_table[i]->run };

        return command.run (&(SlCommandLine) { &command, line->arguments + 1 });
      }
  return sl_command_fail (SL_EXIT_USAGE,
                          _ ("bench: unknown bench “%s”; expected one of %s. See starloom bench --help"),
                          name, known);
}

const SlCommand sl_command_bench = {
  .name = "bench",
  .summary = N_ ("Measure speed and memory on this machine"),
  .arguments = N_ ("NAME"),
  .run = run_bench,
};
