/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No include guard: read once for each kind of number, see sl-formula.h. */
#include "model/sl-formula-basic.h"
#include "model/sl-formula-halo.h"
#include "model/sl-formula-sfh.h"
#include "model/sl-formula-shapes.h"
#include "model/sl-formula-metals.h"
#include "model/sl-formula-gas.h"
#include "model/sl-formula-dust.h"
#include "model/sl-formula-cosmology.h"
#include "model/sl-formula-mass.h"
#include "model/sl-formula-light.h"
#include "model/sl-formula-emission.h"
#include "model/sl-formula-igm.h"
