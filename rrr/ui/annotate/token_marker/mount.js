// What Streamlit calls, again whenever the server has news. The desk itself is made once and lives
// until it is unmounted.

const desks = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let desk = desks.get(parentElement);
  if (!desk) {
    desk = new Desk(parentElement);
    desks.set(parentElement, desk);
  }
  desk.outbox.deliver = (batch) => setStateValue("batch", batch);
  desk.insight.deliver = (look) => setStateValue("look", look);
  desk.receive(data);
  return () => {
    desk.close();
    desks.delete(parentElement);
  };
}
