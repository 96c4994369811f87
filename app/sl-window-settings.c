/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-window-private.h"
#include "ui/plot/sl-plot-renderer.h"

/* What the keys of the preferences do to a window, as they change. */

static void
apply_projector (SlWindow *self, GVariant *value)
{
  self->projector = g_variant_get_boolean (value);
  if (self->projector)
    gtk_widget_add_css_class (GTK_WIDGET (self), "sl-projector");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "sl-projector");
  sl_window_style_plots (self);
}

static void
apply_tangent (SlWindow *self, GVariant *value)
{
  self->show_ghost = g_variant_get_boolean (value);
}

static void
apply_renderer (SlWindow *self, GVariant *value)
{
  const char *name = g_variant_get_string (value, NULL);

  sl_plot_renderer_set_wish (sl_plot_renderer_get_default (), g_strcmp0 (name, "gl") == 0 ? SL_RENDERER_GL
                             : g_strcmp0 (name, "software") == 0 ? SL_RENDERER_SOFTWARE : SL_RENDERER_AUTO);
}

static void
apply_theme (SlWindow *self, GVariant *value)
{
  const char *name = g_variant_get_string (value, NULL);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_strcmp0 (name, "light") == 0 ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                      : g_strcmp0 (name, "dark") == 0 ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_DEFAULT);
}

static const struct { const char *key; const char *type; void (*apply) (SlWindow *self, GVariant *value); } key_table[] = {
  { "projector", "b", apply_projector }, { "tangent", "b", apply_tangent }, { "renderer", "s", apply_renderer },
  { "theme", "s", apply_theme },
};

void
sl_window_apply_preferences (SlWindow *self, const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  /* Without a schema actions keep the state themselves. */
  if (self->settings)
    g_object_get (self->settings, "settings-schema", &schema, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (key_table); i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (key && g_strcmp0 (key, key_table[i].key) != 0)
        continue;
      if (schema && g_settings_schema_has_key (schema, key_table[i].key))
        value = g_settings_get_value (self->settings, key_table[i].key);
      else
        value = g_action_group_get_action_state (G_ACTION_GROUP (self), key_table[i].key);
      if (value && g_variant_is_of_type (value, G_VARIANT_TYPE (key_table[i].type)))
        key_table[i].apply (self, value);
    }
}
