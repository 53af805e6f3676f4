/** Where the sun stands. Good to about 0.01 rad between 1950 and 2050: enough for demo data and clear-sky envelopes. */
export interface SunPosition {
  /** Above the horizon, radians. */
  readonly elevation: number
  /** Clockwise from north, radians. */
  readonly azimuth: number
}

const RAD = Math.PI / 180
const J2000_MS = 946_728_000_000
const DAY_MS = 86_400_000

/**
 * Position of the sun's centre, without refraction.
 * @param timeMs     instant
 * @param latitude   degrees north
 * @param longitude  degrees east
 * @see Astronomical Almanac's low-precision formulas (Michalsky 1988, Solar Energy 40(3))
 */
export function sunPosition(timeMs: number, latitude: number, longitude: number): SunPosition {
  const days = (timeMs - J2000_MS) / DAY_MS
  const anomaly = (357.528 + 0.9856003 * days) * RAD
  const ecliptic = (280.46 + 0.9856474 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD
  const obliquity = (23.439 - 0.0000004 * days) * RAD
  const rightAscension = Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic))
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(ecliptic))
  const siderealHours = 6.697375 + 0.0657098242 * days + ((timeMs % DAY_MS) / DAY_MS) * 24
  const hourAngle = (siderealHours * 15 + longitude) * RAD - rightAscension
  const phi = latitude * RAD
  const elevation = Math.asin(
    Math.sin(phi) * Math.sin(declination) + Math.cos(phi) * Math.cos(declination) * Math.cos(hourAngle),
  )
  const azimuth = Math.atan2(
    -Math.sin(hourAngle) * Math.cos(declination),
    Math.sin(declination) * Math.cos(phi) - Math.cos(declination) * Math.sin(phi) * Math.cos(hourAngle),
  )
  return { elevation, azimuth: (azimuth + 2 * Math.PI) % (2 * Math.PI) }
}

/** Global irradiance on the ground under a clear sky, W/m² (Haurwitz 1945); zero when the sun is below the horizon. */
export function clearSkyIrradiance(elevation: number): number {
  const sine = Math.sin(elevation)
  return sine > 0 ? 1098 * sine * Math.exp(-0.059 / sine) : 0
}
