/** Tell how high the screen is, now and whenever that changes: pictures are as high as it lets them be. */
function tellHeight(known, tell, signal) {
  const measure = () => innerHeight !== known && tell(innerHeight);
  addEventListener("resize", measure, { signal });
  measure();
}
