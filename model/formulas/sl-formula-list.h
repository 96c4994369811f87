/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every formula header; a header comes after those whose functions it uses. No include guard: read once
 * for each kind of number, see sl-formula.h. */
#include "model/formulas/sl-formula-basic.h"
#include "model/formulas/sl-formula-halo-growing.h"
#include "model/formulas/sl-formula-halo.h"
#include "model/formulas/sl-formula-sfh.h"
#include "model/formulas/sl-formula-lag.h"
#include "model/formulas/sl-formula-metals.h"
#include "model/formulas/sl-formula-hats.h"
#include "model/formulas/sl-formula-gas.h"
#include "model/formulas/sl-formula-dust.h"
#include "model/formulas/sl-formula-cosmology.h"
#include "model/formulas/sl-formula-mass.h"
#include "model/formulas/sl-formula-light.h"
#include "model/formulas/sl-formula-emission.h"
#include "model/formulas/sl-formula-igm.h"
