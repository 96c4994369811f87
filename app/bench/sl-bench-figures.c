/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/sl-bench-private.h"

#include <math.h>
#include <stdio.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

void
sl_bench_print (const SlBenchFigure *figure, guint n, gboolean json)
{
  g_autofree char *cpu = sl_bench_cpu ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  if (!json)
    for (guint i = 0; i < n; i++)
      printf ("%-28s %10.*f\n", figure[i].key, figure[i].decimals, figure[i].value);
  if (!json)
    return;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_string_value (builder, SL_VERSION);
  json_builder_set_member_name (builder, "cpu");
  json_builder_add_string_value (builder, cpu);
  json_builder_set_member_name (builder, "renderer");
  json_builder_add_string_value (builder, g_getenv ("GSK_RENDERER") ? g_getenv ("GSK_RENDERER") : "default");
  for (guint i = 0; i < n; i++)
    {
      json_builder_set_member_name (builder, figure[i].key);
      if (figure[i].decimals)
        json_builder_add_double_value (builder, round (1e3 * figure[i].value) / 1e3);
      else
        json_builder_add_int_value (builder, (gint64) figure[i].value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  printf ("%s\n", text);
}

char *
sl_bench_own_state (void)
{
  char *folder = g_dir_make_tmp ("starloom-bench-XXXXXX", NULL);

  if (folder)
    g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  return folder;
}

void
sl_bench_remove_state (const char *folder)
{
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        sl_bench_remove_state (path);
      else
        g_remove (path);
    }
  if (folder)
    g_rmdir (folder);
}
