/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-settings.h"

#include <string.h>

#include "app/compute/sl-engines.h"

#define SCHEMA_ID "org.starloom.Starloom"

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autofree char *exe = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = exe ? g_path_get_dirname (exe) : NULL;
  GSettingsSchema *schema = installed ? g_settings_schema_source_lookup (installed, SCHEMA_ID, TRUE) : NULL;
  static const char *const beside[] = { "../resources", "../share/glib-2.0/schemas" };

  for (guint i = 0; !schema && folder && i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_build_filename (folder, beside[i], NULL);
      GSettingsSchemaSource *source =
          g_settings_schema_source_new_from_directory (path, installed, TRUE, NULL);

      if (!source)
        continue;
      schema = g_settings_schema_source_lookup (source, SCHEMA_ID, FALSE);
      g_settings_schema_source_unref (source);
    }
  return schema;
}

GSettings *
sl_settings_new (void)
{
  GSettingsSchema *schema = find_schema ();
  GSettings *settings;

  if (!schema)
    return NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_schema_unref (schema);
  return settings;
}

const SlEngineClass *
sl_settings_engine (GSettings *settings)
{
  g_autofree char *name = settings ? g_settings_get_string (settings, "engine") : NULL;

  if (!name || strcmp (name, "cpu") == 0 || (strcmp (name, "auto") == 0 && !sl_engines_have_device ()))
    return &sl_engine_cpu;
  return &sl_engine_guarded;
}

gboolean
sl_settings_wants_device (GSettings *settings)
{
  g_autofree char *name = settings ? g_settings_get_string (settings, "engine") : NULL;

  return g_strcmp0 (name, "cuda") == 0;
}

guint
sl_settings_threads (GSettings *settings)
{
  return settings ? (guint) g_settings_get_int (settings, "threads") : 0;
}
