BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,1,'2026-10-15 15:00:00.120155','c357d20660c644a49598fedcb0a41a2f',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,1,'2026-10-15 15:00:00.130974','c357d20660c644a49598fedcb0a41a2f',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/ckjHAFxGaxPlw02sscHDsg.pdf", "comprobante_ticket_url": "{service}/pdf/ckjHAFxGaxPlw02sscHDsg.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/ckjHAFxGaxPlw02sscHDsg.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000001.pdf','07e0cc2c3c6a039ce9ab4b53250c41f7ed52a73644ebe0152e9f1a94b60c8df5','','2026-10-15 15:00:00.160055');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'d5bb9423fa98ae54e9708dcd29c7defe0c62d170b7f50dc55940e75ca0b32870','antes.csv','{folder}/antes.csv','2026-10-15 15:00:00.096340');
INSERT INTO "files" VALUES(2,'d786c99e983812c49bf517a533ca7785951bdd76c6acabb6af5029b602fdecfa','sin_servicio.xlsx','{folder}/sin_servicio.xlsx','2026-10-15 15:00:00.253718');
INSERT INTO "files" VALUES(3,'d21f29abf13c113ef3b11c2833ac24e01c3e1c62f4c18eb3501f614c68cef2fd','cola_sin_servicio.csv','{folder}/cola_sin_servicio.csv','2026-10-15 15:00:00.414309');
INSERT INTO "files" VALUES(4,'c1e40f3739afcfa24280e34f956aa9e90028dcefbdf1668ace978606314264fb','cobros_sin_servicio.csv','{folder}/cobros_sin_servicio.csv','2026-10-15 15:00:00.546395');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('default|1|FACTURA B',1);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('default|1','1b029e8da895b206-f12099c8be7a4b5391a18e6db2981d5a',2,'2026-10-15 15:00:00.323930');
INSERT INTO "leases" VALUES('default|2','1b029e8da895b206-ed57cb704f384640b51989c33f8867c7',1,'2026-10-15 15:00:00.485865');
INSERT INTO "leases" VALUES('default|pay|FACTURA B 00001-00000001','1b029e8da895b206-59760c8a58d4465890886ff0cca88ab2',1,'2026-10-15 15:00:00.613666');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','default','A-1',0,'A-1','12731ac461528b01ddf05cb873ccb23c23e3809d0a7b15f9baa347c46debc713','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Antes","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.119026','2026-10-15 15:00:00.127876',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/ckjHAFxGaxPlw02sscHDsg.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','c357d20660c644a49598fedcb0a41a2f','2026-10-15 15:00:00.097770','2026-10-15 15:00:00.128296','','','');
INSERT INTO "operations" VALUES(2,'issue','default','P-1',0,'P-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,2,'pending',NULL,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.255158','2026-10-15 15:00:00.255158','','','');
INSERT INTO "operations" VALUES(3,'issue','default','pl-d7316a05e0f827050384-2',0,'pl-d7316a05e0f827050384-2','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,3,'pending',NULL,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.255229','2026-10-15 15:00:00.255229','','','');
INSERT INTO "operations" VALUES(4,'issue','default','pl-ea5b8707c8554aabc1f5-1',0,'pl-ea5b8707c8554aabc1f5-1','ea5b8707c8554aabc1f5bb66711c4a05af1489f0ce919c5d34f74d8e9142db50','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','1208.79','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0.10,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1208.79}}',NULL,NULL,2,4,'pending',NULL,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.255253','2026-10-15 15:00:00.255253','','','');
INSERT INTO "operations" VALUES(5,'issue','default','P-2',0,'P-2','ad347113291cfb78ca267a03767d6528b35432a56e7cd00429f279a542c30736','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','1185.80','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":20.00,"total":1185.80}}',NULL,NULL,2,5,'pending',NULL,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.255276','2026-10-15 15:00:00.255276','','','');
INSERT INTO "operations" VALUES(6,'issue','default','P-3',0,'P-3','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,2,'pending',NULL,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.415543','2026-10-15 15:00:00.415543','wanted','','');
INSERT INTO "operations" VALUES(7,'issue','default','pl-4f8978e1aa372c7cd916-2',0,'pl-4f8978e1aa372c7cd916-2','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,3,'pending',NULL,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.415601','2026-10-15 15:00:00.415601','wanted','','');
INSERT INTO "operations" VALUES(8,'pay','default','FACTURA B 00001-00000001/pago-a83dee501d776d7622ba-1',0,'','a83dee501d776d7622ba6b03bc92fbcf1d4edf5a386ccc58120ffbc28476df19','default|pay|FACTURA B 00001-00000001','default|pay|FACTURA B 00001-00000001','FACTURA B',1,'2026-10-15','','','PES','10.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":10.00}],"total":10.00}}',1,NULL,4,2,'pending',1,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.547177','2026-10-15 15:00:00.547177','','','');
INSERT INTO "operations" VALUES(9,'pay','default','FACTURA B 00001-00000001/REC-1',0,'','a83dee501d776d7622ba6b03bc92fbcf1d4edf5a386ccc58120ffbc28476df19','default|pay|FACTURA B 00001-00000001','default|pay|FACTURA B 00001-00000001','FACTURA B',1,'2026-10-15','','','PES','10.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":10.00}],"total":10.00}}',1,NULL,4,3,'pending',1,0,0,NULL,NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.547230','2026-10-15 15:00:00.547230','','','');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
