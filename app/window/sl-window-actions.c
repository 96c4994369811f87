/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"

#define HANDLER(name) \
  static void name (GSimpleAction *action, GVariant *parameter, gpointer data) { SlWindow *self = data;
#define END }

/* clang-format off */
HANDLER (undo_cb) sl_window_begin_transition (self); sl_session_undo (self->session); END
HANDLER (redo_cb) sl_window_begin_transition (self); sl_session_redo (self->session); END
HANDLER (about_cb) sl_window_show_about (self); END
HANDLER (limits_cb) sl_window_show_limits (self); END
HANDLER (library_cb) sl_window_show_library (self); END
HANDLER (reload_cb) sl_window_load (self); END
HANDLER (export_cb) sl_window_export_figure (self, g_variant_get_string (parameter, NULL)); END
HANDLER (show_export_cb) gtk_menu_button_popup (self->export_button); END

HANDLER (reset_all_cb)
  if (!sl_session_get_changed (self->session))
    return;
  sl_window_begin_transition (self);
  sl_session_reset_all (self->session);
  sl_window_toast (self, _ ("All parameters are reset"), TRUE);
END

HANDLER (preset_cb)
  const char *name = g_variant_get_string (parameter, NULL);

  sl_window_begin_transition (self);
  sl_session_apply_preset (self->session, name);
  sl_window_files_update_recent (&self->shell);
END

HANDLER (play_cb) sl_window_play_time (self); END
HANDLER (hide_caption_cb) gtk_revealer_set_reveal_child (self->caption_revealer, FALSE); END
HANDLER (remove_pins_cb) sl_session_remove_all_pins (self->session); END
HANDLER (remove_pin_cb) sl_session_remove_pin (self->session, g_variant_get_uint32 (parameter)); END
HANDLER (pin_cb) sl_session_pin (self->session); END

HANDLER (swap_pin_cb)
  sl_window_begin_transition (self);
  sl_session_swap_pin (self->session, g_variant_get_uint32 (parameter));
END

HANDLER (step_time_cb) sl_window_step_time (self, g_variant_get_int32 (parameter)); END
/* clang-format on */

static void
differences_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindow *self = data;

  sl_session_set_differences (self->session, g_variant_get_boolean (state));
}

static void
tiling_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindow *self = data;

  int tiling = sl_tiling_lookup (g_variant_get_string (state, NULL));

  if (tiling >= 0)
    sl_session_set_tiling (self->session, tiling);
}

/* A toggle that is also a key of the preferences: everything that follows the key is told. */
static void
setting_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindow *self = data;

  g_simple_action_set_state (action, state);
  if (self->settings)
    g_settings_set_value (self->settings, g_action_get_name (G_ACTION (action)), state);
  sl_window_apply_preferences (self, g_action_get_name (G_ACTION (action)));
}

static void
hold_axes_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindow *self = data;
  gboolean hold = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  self->hold_axes = hold;
  for (guint i = 0; i < self->plots->len; i++)
    ((SlWindowPlot *) g_ptr_array_index (self->plots, i))->ranges.hold = hold;
  if (self->settings)
    g_settings_set_boolean (self->settings, "hold-axes", hold);
  sl_window_post (self);
}

void
sl_window_update_actions (SlWindow *self)
{
  GActionMap *map = G_ACTION_MAP (self);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "reset-all")),
                               sl_session_get_changed (self->session));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "preset")),
                             g_variant_new_string (sl_session_get_preset (self->session)));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "tiling")),
                             g_variant_new_string (
                                 sl_tiling_info (sl_session_get_layout (self->session)->tiling)->name));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "differences")),
                             g_variant_new_boolean (sl_session_get_differences (self->session)));
  sl_window_shell_update_undo (&self->shell, sl_session_get_undo_title (self->session),
                               sl_session_get_redo_title (self->session));
}

void
sl_window_install_actions (SlWindow *self)
{
  static const GActionEntry entries[] = {
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "reset-all", reset_all_cb },
    { "about", about_cb },
    { "limits", limits_cb },
    { "library", library_cb },
    { "reload", reload_cb },
    { "export", export_cb, "s" },
    { "show-export", show_export_cb },
    { "play", play_cb },
    { "hide-caption", hide_caption_cb },
    { "pin", pin_cb },
    { "remove-pins", remove_pins_cb },
    { "remove-pin", remove_pin_cb, "u" },
    { "swap-pin", swap_pin_cb, "u" },
    { "step-time", step_time_cb, "i" },
    { "differences", NULL, NULL, "false", differences_cb },
    { "tiling", NULL, "s", "''", tiling_cb },
    { "projector", NULL, NULL, "false", setting_cb },
    { "tangent", NULL, NULL, "true", setting_cb },
    { "preset", preset_cb, "s", "''" },
    { "hold-axes", NULL, NULL, "false", hold_axes_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (int i = 0; i < SL_N_TILINGS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.tiling::%s", sl_tiling_info (i)->name);

      g_menu_append (self->tiling_menu, _ (sl_tiling_info (i)->title), action);
    }
  sl_window_shell_install (&self->shell);
}
