/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-settings.h"

#include <string.h>

#include "app/compute/sl-engines.h"
#include "model/io/sl-data.h"

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

char *
sl_settings_library (GSettings *settings)
{
  g_autofree char *path = settings ? g_settings_get_string (settings, "library") : NULL;

  return path && *path ? g_steal_pointer (&path) : sl_data_path ("ssp_bc03_miles.h5");
}

gboolean
sl_settings_has_own_library (GSettings *settings)
{
  g_autofree char *path = settings ? g_settings_get_string (settings, "library") : NULL;

  return path && *path;
}

void
sl_settings_set_library (GSettings *settings, const char *path)
{
  if (settings)
    g_settings_set_string (settings, "library", path ? path : "");
}

SlMedium
sl_settings_medium (GSettings *settings, const char *path)
{
  g_autoptr (GVariant) media = settings ? g_settings_get_value (settings, "library-media") : NULL;
  SlMedium medium = SL_MEDIUM_LIBRARY;
  const char *name;

  if (media && g_variant_lookup (media, path, "&s", &name))
    sl_medium_find (name, &medium);
  return medium;
}

void
sl_settings_set_medium (GSettings *settings, const char *path, SlMedium medium)
{
  g_autoptr (GVariant) media = settings ? g_settings_get_value (settings, "library-media") : NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *file, *name;

  if (!media)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, media);
  while (g_variant_iter_next (&iter, "{&s&s}", &file, &name))
    if (strcmp (file, path) != 0)
      g_variant_builder_add (&builder, "{ss}", file, name);
  g_variant_builder_add (&builder, "{ss}", path, sl_medium_name (medium));
  g_settings_set_value (settings, "library-media", g_variant_builder_end (&builder));
}

guint
sl_settings_threads (GSettings *settings)
{
  return settings ? (guint) g_settings_get_int (settings, "threads") : 0;
}
