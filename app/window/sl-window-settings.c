/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-style.h"
#include "app/window/sl-window-private.h"
#include "model/galaxy/sl-options.h"
#include "ui/plot/render/sl-plot-renderer.h"

/* Applies the keys of the preferences to a window, also when they change. */

static void
apply_projector (SlWindow *self, GVariant *value)
{
  self->projector = g_variant_get_boolean (value);
  sl_window_style_plots (self);
}

static void
apply_palette (SlWindow *self, GVariant *value)
{
  self->palette = sl_style_palette (g_variant_get_string (value, NULL));
  sl_window_style_plots (self);
}

static void
apply_unit (SlWindow *self, GVariant *value)
{
  sl_window_update_units (self);
}

/* Of galaxies to come: the present one keeps its own. */
static void
apply_numerics (SlWindow *self, GVariant *value)
{
  const int numerics = sl_option_value_lookup (SL_OPTION_NUMERICS, g_variant_get_string (value, NULL));

  if (numerics >= 0)
    sl_session_set_numerics (self->session, (SlNumerics) numerics);
}

static void
apply_sound (SlWindow *self, GVariant *value)
{
  if (g_variant_get_boolean (value) && !self->tone)
    self->tone = sl_tone_new ();
  else if (!g_variant_get_boolean (value))
    g_clear_pointer (&self->tone, sl_tone_free);
}

static void
apply_tangent (SlWindow *self, GVariant *value)
{
  self->show_preview = g_variant_get_boolean (value);
}

static void
apply_renderer (SlWindow *self, GVariant *value)
{
  const char *name = g_variant_get_string (value, NULL);

  sl_plot_renderer_set_wish (sl_plot_renderer_get_default (), g_strcmp0 (name, "gl") == 0 ? SL_RENDERER_GL
                             : g_strcmp0 (name, "software") == 0 ? SL_RENDERER_SOFTWARE : SL_RENDERER_AUTO);
}

static const struct {
  const char *key;
  const char *type;
  void (*apply) (SlWindow *self, GVariant *value);
} key_table[] = {
  { "palette", "s", apply_palette },      { "spectrum-unit", "s", apply_unit },
  { "wavelength-unit", "s", apply_unit }, { "wavelength-medium", "s", apply_unit },
  { "derivative-sound", "b", apply_sound }, { "numerics", "s", apply_numerics },
  { "projector", "b", apply_projector },  { "tangent", "b", apply_tangent },
  { "renderer", "s", apply_renderer },
};

void
sl_window_apply_preferences (SlWindow *self, const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  /* Without a schema the actions hold the state. */
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
      if (!value || !g_variant_is_of_type (value, G_VARIANT_TYPE (key_table[i].type)))
        continue;
      if (g_action_map_lookup_action (G_ACTION_MAP (self), key_table[i].key))
        g_simple_action_set_state (G_SIMPLE_ACTION (
                                       g_action_map_lookup_action (G_ACTION_MAP (self), key_table[i].key)),
                                   value);
      key_table[i].apply (self, value);
    }
}

static void
changed_cb (GSettings *settings, const char *key, SlWindow *self)
{
  sl_window_apply_preferences (self, key);
}

void
sl_window_watch_preferences (SlWindow *self)
{
  if (self->settings)
    g_signal_connect_object (self->settings, "changed", G_CALLBACK (changed_cb), self, 0);
  sl_window_apply_preferences (self, NULL);
}
