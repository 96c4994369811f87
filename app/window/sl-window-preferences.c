/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window-preferences.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/compute/sl-engines.h"
#include "app/window/sl-window-private.h"

#define RESOURCE "/org/starloom/Starloom/preferences.ui"

typedef struct {
  const char *value, *title;   /* title: marked for translation */
} Choice;

typedef enum { KIND_SWITCH, KIND_CHOICE, KIND_COUNT } Kind;

static const Choice themes[] = {
  { "system", N_ ("Follow System") }, { "light", N_ ("Light") }, { "dark", N_ ("Dark") }, { NULL, NULL } };
static const Choice palettes[] = { { "okabe-ito", N_ ("Okabe and Ito") },
                                   { "tol-bright", N_ ("Tol, bright") },
                                   { "grey", N_ ("Grey with dashes") },
                                   { NULL, NULL } };
static const Choice levels[] = { { "simple", N_ ("A few") }, { "full", N_ ("All") }, { NULL, NULL } };
static const Choice renderers[] = { { "auto", N_ ("Automatic") },
                                    { "gl", N_ ("OpenGL") },
                                    { "software", N_ ("Software") },
                                    { NULL, NULL } };
static const Choice engines[] = { { "auto", N_ ("Automatic") },
                                  { "cpu", N_ ("CPU") },
                                  { "cuda", N_ ("GPU (CUDA)") },
                                  { NULL, NULL } };
static const Choice spectrum_units[] = {
  { "lnu", N_ ("Luminosity per unit frequency, Lν") }, { "nulnu", N_ ("Luminosity per log frequency, νLν") },
  { "flambda", N_ ("Luminosity per unit wavelength, Lλ") }, { "fnu", N_ ("Observed flux density, Fν") },
  { "ab", N_ ("AB magnitude") }, { NULL, NULL } };
static const Choice wavelength_units[] = {
  { "auto", N_ ("Automatic") }, { "angstrom", "Å" }, { "micron", "µm" }, { NULL, NULL } };

static const Choice wavelength_media[] = { { "library", N_ ("As in the Library") },
                                           { "air", N_ ("Air") },
                                           { "vacuum", N_ ("Vacuum") },
                                           { NULL, NULL } };

static const Choice numerics[] = { { "exact", N_ ("Exact") }, { "dsps", N_ ("As in DSPS") }, { NULL, NULL } };

/* Preferences that are default values of plots' choices. */
static const struct { const char *key, *choice; } default_table[] = {
  { "spectrum-unit", "quantity" }, { "wavelength-unit", "wave" }, { "wavelength-medium", "medium" },
};

/* A preference is one row; group: of preferences.ui. */
static const struct {
  const char *key, *group;
  Kind kind;
  const char *title, *subtitle;  /* marked for translation */
  const Choice *choices;
  double most;                   /* of a count */
} row_table[] = {
  { "theme", "appearance", KIND_CHOICE, N_ ("_Theme"), NULL, themes },
  { "palette", "appearance", KIND_CHOICE, N_ ("_Colours of curves"),
    N_ ("All can be distinguished without red and green"), palettes },
  { "projector", "appearance", KIND_SWITCH, N_ ("_Projector mode"), N_ ("Larger text and thicker lines") },
  { "reduced-motion", "appearance", KIND_SWITCH, N_ ("_Reduce motion"),
    N_ ("Curves and panels change without animation") },
  { "level", "behaviour", KIND_CHOICE, N_ ("_Sliders"), N_ ("Hidden parameters keep their values"), levels },
  { "spectrum-unit", "behaviour", KIND_CHOICE, N_ ("Spectra _in"), N_ ("Unless a plot sets its own unit"),
    spectrum_units },
  { "wavelength-unit", "behaviour", KIND_CHOICE, N_ ("_Wavelengths in"), NULL, wavelength_units },
  { "wavelength-medium", "behaviour", KIND_CHOICE, N_ ("Wavelengths at rest _as in"),
    N_ ("Air means from 2000 Å on. Observed wavelengths are always in vacuum"), wavelength_media },
  { "numerics", "behaviour", KIND_CHOICE, N_ ("Light in _bands of new galaxies"),
    N_ ("The group Observation sets it for the present galaxy"), numerics },
  { "derivative-sound", "behaviour", KIND_SWITCH, N_ ("Derivatives as s_ound"),
    N_ ("A tone at the pointer: higher where the plot rises with the parameter") },
  { "engine", "computing", KIND_CHOICE, N_ ("Comp_ute on"), NULL, engines },
  { "threads", "computing", KIND_COUNT, N_ ("T_hreads"), N_ ("0: one per core"), NULL, 64 },
  { "renderer", "computing", KIND_CHOICE, N_ ("_Draw with"), N_ ("Takes effect after a restart"), renderers },
};

/* --- choices -------------------------------------------------------------- */

static gboolean
offered (const char *key, const char *value)
{
  return strcmp (key, "engine") != 0 || strcmp (value, "cuda") != 0 || sl_engines_have_device ();
}

void
sl_preferences_fill_choices (GSettings *settings, const SlSessionTile *tile,
                             guint8 choice[SL_FIGURE_MAX_CHOICES])
{
  const SlFigureInfo *info = sl_session_tile_info (tile);

  sl_session_tile_fill_choices (tile, choice);
  for (guint i = 0; settings && i < G_N_ELEMENTS (default_table); i++)
    {
      g_autofree char *said = sl_session_tile_get_choice (tile, default_table[i].choice);
      g_autofree char *value = g_settings_get_string (settings, default_table[i].key);
      guint at;
      const int found = said ? -1 : sl_figure_find_value (info, default_table[i].choice, value, &at, NULL);

      if (found >= 0)
        choice[at] = (guint8) found;
    }
}

/* --- dialog --------------------------------------------------------------- */

/* The value of choice i among those that this machine can offer; NULL past the last. */
static const char *
offered_value (guint row, guint i)
{
  for (const Choice *c = row_table[row].choices; c->value; c++)
    if (offered (row_table[row].key, c->value) && i-- == 0)
      return c->value;
  return NULL;
}

static gboolean
selected_from_key (GValue *selected, GVariant *key, gpointer row)
{
  const char *value;

  g_value_set_uint (selected, 0);
  for (guint i = 0; (value = offered_value (GPOINTER_TO_UINT (row), i)); i++)
    if (strcmp (value, g_variant_get_string (key, NULL)) == 0)
      g_value_set_uint (selected, i);
  return TRUE;
}

static GVariant *
key_from_selected (const GValue *selected, const GVariantType *type, gpointer row)
{
  const char *value = offered_value (GPOINTER_TO_UINT (row), g_value_get_uint (selected));

  return value ? g_variant_new_string (value) : NULL;
}

static GtkWidget *
make_choice (guint i, GSettings *settings)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (const Choice *c = row_table[i].choices; c->value; c++)
    if (offered (row_table[i].key, c->value))
      gtk_string_list_append (titles, _ (c->title));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  if (settings)
    g_settings_bind_with_mapping (settings, row_table[i].key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                  selected_from_key, key_from_selected, GUINT_TO_POINTER (i), NULL);
  return row;
}

static GtkWidget *
make_row (guint i, GSettings *settings)
{
  GtkWidget *row = row_table[i].kind == KIND_CHOICE ? make_choice (i, settings) : adw_action_row_new (),
            *control = NULL;

  if (row_table[i].kind == KIND_SWITCH)
    control = gtk_switch_new ();
  else if (row_table[i].kind == KIND_COUNT)
    control = gtk_spin_button_new_with_range (0, row_table[i].most, 1);
  if (control)
    {
      gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
      if (settings && row_table[i].kind == KIND_SWITCH)
        g_settings_bind (settings, row_table[i].key, control, "active", G_SETTINGS_BIND_DEFAULT);
      else if (settings)
        /* A spin button reports 0 when it is disposed of; its adjustment does not. */
        g_settings_bind (settings, row_table[i].key,
                         gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (control)), "value",
                         G_SETTINGS_BIND_DEFAULT);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (row_table[i].title));
  if (row_table[i].subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (row_table[i].subtitle));
  gtk_widget_set_sensitive (row, settings != NULL);
  gtk_widget_set_name (row, row_table[i].key);
  return row;
}

void
sl_window_show_preferences (SlWindow *self)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE);
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "preferences"));

  for (guint i = 0; i < G_N_ELEMENTS (row_table); i++)
    {
      GtkWidget *row = make_row (i, self->settings);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (gtk_builder_get_object (builder, row_table[i].group)),
                                 row);
      /* With one engine there is no choice. */
      gtk_widget_set_visible (row, row_table[i].kind != KIND_CHOICE
                                       || strcmp (row_table[i].key, "engine") != 0
                                       || offered_value (i, 2) != NULL);
    }
  gtk_window_set_transient_for (window, GTK_WINDOW (self));
  sl_window_shell_close_by_escape (window);
  gtk_window_present (window);
}

/* --- effects -------------------------------------------------------------- */

static void
theme_cb (GSettings *settings, const char *key, SlWindow *self)
{
  static const struct { const char *value; AdwColorScheme scheme; } schemes[] = {
    { "system", ADW_COLOR_SCHEME_DEFAULT },
    { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
    { "dark", ADW_COLOR_SCHEME_FORCE_DARK } };
  g_autofree char *theme = g_settings_get_string (settings, "theme");

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strcmp (schemes[i].value, theme) == 0)
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i].scheme);
}

static void
motion_cb (GSettings *settings, const char *key, SlWindow *self)
{
  GtkSettings *desktop = gtk_widget_get_settings (GTK_WIDGET (self));

  if (g_settings_get_boolean (settings, "reduced-motion"))
    g_object_set (desktop, "gtk-enable-animations", FALSE, NULL);
  else
    gtk_settings_reset_property (desktop, "gtk-enable-animations");
}

static void
engine_cb (GSettings *settings, const char *key, SlWindow *self)
{
  sl_window_load (self);
}

void
sl_window_follow_preferences (SlWindow *self)
{
  static const struct {
    const char *key;
    void (*apply) (GSettings *, const char *, SlWindow *);
    gboolean now;
  } effects[] = {
    { "theme", theme_cb, TRUE },
    { "reduced-motion", motion_cb, TRUE },
    { "threads", engine_cb, FALSE },
    { "engine", engine_cb, FALSE },
  };

  for (guint i = 0; self->settings && i < G_N_ELEMENTS (effects); i++)
    {
      g_autofree char *signal = g_strconcat ("changed::", effects[i].key, NULL);

      g_signal_connect_object (self->settings, signal, G_CALLBACK (effects[i].apply), self, 0);
      if (effects[i].now)
        effects[i].apply (self->settings, effects[i].key, self);
    }
}
